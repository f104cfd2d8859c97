// Command server runs pyairtable-auth-service-go; `server migrate` brings its database up to date and ends.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/Reg-Kris/pyairtable-go-shared/database"
	"github.com/Reg-Kris/pyairtable-go-shared/logging"
	"github.com/Reg-Kris/pyairtable-go-shared/server"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/config"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/handlers"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services/tokens"
	"github.com/Reg-Kris/pyairtable-auth-service-go/pkg/api"
)

// version is set at link time: -ldflags "-X main.version=1.2.3".
var version = "0.1.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string) error {
	settings, err := config.Load(version)
	if err != nil {
		return err
	}
	log := logging.New(os.Stdout, settings.LogLevel, settings.ServiceName, settings.ServiceVersion)
	tables, pool, err := database.Open(settings.DatabaseURL, settings.DatabasePoolSize)
	if err != nil {
		return fmt.Errorf("DATABASE_URL: %w", err)
	}
	defer pool.Close()

	migrate := func(ctx context.Context) error {
		if err := database.Wait(ctx, pool, log); err != nil {
			return err
		}
		return database.Migrate(ctx, pool, models.Migrations, log)
	}
	if slices.Equal(arguments, []string{"migrate"}) {
		return migrate(ctx)
	}
	if len(arguments) > 0 {
		return fmt.Errorf("%q is no command; write `server` or `server migrate`", strings.Join(arguments, " "))
	}

	service := server.Service{Name: settings.ServiceName, Version: settings.ServiceVersion, Purpose: "JWT authentication"}
	serving := server.New(server.Options{Service: service, Log: log, Pool: pool, Document: api.OpenAPI})
	keys := tokens.NewKeys(tables, settings.PrivateKey)
	handlers.Register(serving.App, settings, tables, keys)
	return serving.Run(ctx, settings.Base, func(ctx context.Context) error {
		if settings.MigrateOnStart {
			if err := migrate(ctx); err != nil {
				return err
			}
		}
		return keys.Prepare(ctx)
	})
}
