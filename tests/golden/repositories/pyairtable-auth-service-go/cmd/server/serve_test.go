package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
	"go.uber.org/zap"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/config"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services"
)

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func waitUntil(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("%s: still waiting after 5 s", what)
}

func TestARequestUnderWayIsAnsweredDuringShutdown(t *testing.T) {
	arrived := make(chan struct{})
	app, readiness := fiber.New(), &services.Readiness{}
	app.Get("/slow", func(c fiber.Ctx) error {
		close(arrived)
		time.Sleep(drainDelay + 200*time.Millisecond)
		return c.SendString("done")
	})
	settings := config.Settings{Port: freePort(t), ShutdownTimeout: 5 * time.Second}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- serve(ctx, app, readiness, settings, zap.NewNop()) }()
	waitUntil(t, "start", readiness.Ready)

	status := make(chan int, 1)
	go func() {
		response, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/slow", settings.Port))
		if err != nil {
			t.Error(err)
			status <- 0
			return
		}
		defer response.Body.Close()
		status <- response.StatusCode
	}()
	<-arrived
	stop()
	waitUntil(t, "readiness off", func() bool { return !readiness.Ready() })
	if got := <-status; got != http.StatusOK {
		t.Fatalf("the request under way got %d", got)
	}
	if err := <-served; err != nil {
		t.Fatal(err)
	}
}

func TestAPortInUseIsAnErrorThatNamesPort(t *testing.T) {
	listener, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	settings := config.Settings{Port: listener.Addr().(*net.TCPAddr).Port, ShutdownTimeout: time.Second}
	err = serve(context.Background(), fiber.New(), &services.Readiness{}, settings, zap.NewNop())
	if err == nil || !strings.Contains(err.Error(), "PORT") {
		t.Fatalf("want an error that names PORT, got %v", err)
	}
}
