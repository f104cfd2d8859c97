package handlers

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v3"
	"go.uber.org/zap"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services"
	"github.com/Reg-Kris/pyairtable-auth-service-go/pkg/api"
)

var service = models.Service{Name: "auth-service", Version: "1.2.3", Purpose: "JWT authentication"}

func application(ready bool) *fiber.App {
	readiness := &services.Readiness{}
	readiness.Set(ready)
	return New(service, readiness, zap.NewNop())
}

func get(t *testing.T, app *fiber.App, path string) (*http.Response, string) {
	t.Helper()
	response, err := app.Test(httptest.NewRequest(http.MethodGet, path, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestEveryPathOfTheAPIDocumentAnswers(t *testing.T) {
	var document struct {
		Paths map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(api.Document, &document); err != nil {
		t.Fatal(err)
	}
	if len(document.Paths) == 0 {
		t.Fatal("the document names no path")
	}
	app := application(true)
	for path := range document.Paths {
		if response, _ := get(t, app, path); response.StatusCode != http.StatusOK {
			t.Errorf("%s: got %d", path, response.StatusCode)
		}
	}
}

func TestTheRootSaysWhatIsRunning(t *testing.T) {
	_, body := get(t, application(true), "/")
	var got models.Service
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	if got != service {
		t.Fatalf("got %+v", got)
	}
}

func TestAServiceThatIsNotReadyIsStillAlive(t *testing.T) {
	app := application(false)
	if response, _ := get(t, app, "/ready"); response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("/ready: got %d", response.StatusCode)
	}
	if response, _ := get(t, app, "/health"); response.StatusCode != http.StatusOK {
		t.Errorf("/health: got %d", response.StatusCode)
	}
}

func TestAnUnknownPathIsAProblemDocument(t *testing.T) {
	response, body := get(t, application(true), "/nowhere")
	if response.StatusCode != http.StatusNotFound || response.Header.Get("Content-Type") != "application/problem+json" {
		t.Fatalf("got %d %s: %s", response.StatusCode, response.Header.Get("Content-Type"), body)
	}
}

func TestRequestsAreCountedByRouteAndStatus(t *testing.T) {
	app := application(true)
	get(t, app, "/health")
	get(t, app, "/nowhere/42")
	_, metrics := get(t, app, "/metrics")
	for _, want := range []string{
		`http_request_duration_seconds_count{method="GET",route="/health",status="200"} 1`,
		`status="404"`,
		"go_goroutines",
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("no %s in the metrics", want)
		}
	}
	if strings.Contains(metrics, "/nowhere/42") {
		t.Error("an unknown path became a label: anybody could fill the memory with series")
	}
}
