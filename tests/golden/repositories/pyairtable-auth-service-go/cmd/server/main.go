// Command server runs pyairtable-auth-service-go.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"go.uber.org/zap"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/config"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/handlers"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services"
)

// version is set at link time: -ldflags "-X main.version=1.2.3".
var version = "0.1.0"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	settings, err := config.Load()
	if err != nil {
		return err
	}
	log, err := settings.Logger()
	if err != nil {
		return err
	}
	defer func() { _ = log.Sync() }()

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	service := models.Service{Name: "auth-service", Version: version, Purpose: "JWT authentication"}
	log = log.With(zap.String("service", service.Name), zap.String("version", service.Version))
	readiness := &services.Readiness{}
	return serve(ctx, handlers.New(service, readiness, log), readiness, settings, log)
}
