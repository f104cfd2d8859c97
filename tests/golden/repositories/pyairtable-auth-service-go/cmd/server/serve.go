package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/gofiber/fiber/v3"
	"go.uber.org/zap"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/config"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services"
)

// drainDelay lets load balancers see that the service is not ready before its port closes.
const drainDelay = 500 * time.Millisecond

// serve answers requests until ctx ends, then lets those under way finish within the shutdown timeout.
func serve(ctx context.Context, app *fiber.App, readiness *services.Readiness, settings config.Settings, log *zap.Logger) error {
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", settings.Port))
	if err != nil {
		return fmt.Errorf("PORT: %w", err)
	}
	failed := make(chan error, 1)
	go func() { failed <- app.Listener(listener, fiber.ListenConfig{DisableStartupMessage: true}) }()
	readiness.Set(true)
	log.Info("serving", zap.Int("port", settings.Port))

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	log.Info("shutting down", zap.Duration("timeout", settings.ShutdownTimeout))
	readiness.Set(false)
	time.Sleep(drainDelay)
	if err := app.ShutdownWithTimeout(settings.ShutdownTimeout); err != nil {
		return fmt.Errorf("shutdown: %w", err)
	}
	return nil
}
