package handlers

import (
	"crypto/ed25519"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
	"go.uber.org/zap"
	"gorm.io/gorm"

	"github.com/Reg-Kris/pyairtable-go-shared/database"
	"github.com/Reg-Kris/pyairtable-go-shared/problems"
	"github.com/Reg-Kris/pyairtable-go-shared/server"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/config"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services/tokens"
	"github.com/Reg-Kris/pyairtable-auth-service-go/pkg/api"
)

// nowhere is a database that does not answer: nothing listens on port 1.
const nowhere = "postgresql://user:secret@127.0.0.1:1/name"

// application has the service's routes over a database.
func application(t *testing.T, url string) *fiber.App {
	t.Helper()
	tables, pool, err := database.Open(url, 5)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return withTables(t, tables)
}

func withTables(t *testing.T, tables *gorm.DB) *fiber.App {
	t.Helper()
	pool, err := tables.DB()
	if err != nil {
		t.Fatal(err)
	}
	app := server.New(server.Options{Log: zap.NewNop(), Pool: pool, Document: api.OpenAPI}).App
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	Register(app, testSettings(t), tables, tokens.NewKeys(tables, key))
	return app
}

func testSettings(t *testing.T) config.Settings {
	t.Helper()
	t.Setenv("DATABASE_URL", nowhere)
	settings, err := config.Load("1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

// answer is what the application said: its status, a header's value by name, and its body.
type answer struct {
	status  int
	headers http.Header
	body    string
}

func (a answer) into(t *testing.T, value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), value); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
}

func ask(t *testing.T, app *fiber.App, method, path, body string, headers ...string) answer {
	t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for index := 0; index+1 < len(headers); index += 2 {
		request.Header.Set(headers[index], headers[index+1])
	}
	response, err := app.Test(request, fiber.TestConfig{Timeout: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{status: response.StatusCode, headers: response.Header, body: string(text)}
}

func TestTheDocumentNamesEveryRouteAndNoOther(t *testing.T) {
	var document struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(api.OpenAPI, &document); err != nil {
		t.Fatal(err)
	}
	var promised []string
	for path, operations := range document.Paths {
		for method := range operations {
			if method != "parameters" && method != "head" {
				promised = append(promised, strings.ToUpper(method)+" "+path)
			}
		}
	}
	parameter := regexp.MustCompile(`:(\w+)`)
	var served []string
	for _, route := range application(t, nowhere).GetRoutes(true) {
		path := strings.ReplaceAll(parameter.ReplaceAllString(route.Path, "{$1}"), "*", "{path}")
		if route.Method != http.MethodHead {
			served = append(served, route.Method+" "+path)
		}
	}
	slices.Sort(promised)
	slices.Sort(served)
	if !slices.Equal(promised, served) {
		t.Errorf("the document names\n%s\nbut these are served:\n%s", strings.Join(promised, "\n"), strings.Join(served, "\n"))
	}
}

func TestADatabaseThatDoesNotAnswerIsAProblemOf503(t *testing.T) {
	got := ask(t, application(t, nowhere), http.MethodGet, "/clients", "")
	if got.status != http.StatusServiceUnavailable || got.headers.Get("Content-Type") != problems.MediaType {
		t.Errorf("got %+v", got)
	}
}

func TestWrongValuesAreRefusedBeforeTheDatabaseIsAsked(t *testing.T) {
	app := application(t, nowhere)
	got := ask(t, app, http.MethodPost, "/clients", `{"unknown": 1}`)
	var problem problems.Problem
	got.into(t, &problem)
	if got.status != http.StatusUnprocessableEntity || len(problem.Errors) != 3+1 {
		t.Errorf("want all wrong values named, got %+v", got)
	}
	for _, wrong := range []string{"/clients/7", "/clients?limit=0", "/clients?after=x"} {
		if got := ask(t, app, http.MethodGet, wrong, ""); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: got %+v", wrong, got)
		}
	}
}
