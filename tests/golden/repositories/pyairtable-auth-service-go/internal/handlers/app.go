// Package handlers turns HTTP requests into calls and their results into answers.
package handlers

import (
	"net/http"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/adaptor"
	"github.com/gofiber/fiber/v3/middleware/recover"
	"github.com/gofiber/fiber/v3/middleware/requestid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.uber.org/zap"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/middleware"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services"
	"github.com/Reg-Kris/pyairtable-auth-service-go/pkg/api"
)

// New is the service's HTTP application: its routes and what happens around them.
func New(service models.Service, readiness *services.Readiness, log *zap.Logger) *fiber.App {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))

	app := fiber.New(fiber.Config{AppName: service.Name, ErrorHandler: problem})
	app.Use(requestid.New(), middleware.RequestLog(log), middleware.Metrics(registry), recover.New())
	app.Get("/", about(service))
	app.Get("/health", health)
	app.Get("/ready", ready(readiness))
	app.Get("/metrics", adaptor.HTTPHandler(promhttp.HandlerFor(registry, promhttp.HandlerOpts{})))
	app.Get("/openapi.json", openAPI)
	return app
}

func about(service models.Service) fiber.Handler {
	return func(c fiber.Ctx) error { return c.JSON(service) }
}

func openAPI(c fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(api.Document)
}

// problem answers every failure in the form of RFC 9457; what went wrong inside stays in the log.
func problem(c fiber.Ctx, err error) error {
	status := fiber.StatusInternalServerError
	if failure, ok := err.(*fiber.Error); ok {
		status = failure.Code
	}
	answer := models.Problem{Type: "about:blank", Title: http.StatusText(status), Status: status}
	return c.Status(status).JSON(answer, "application/problem+json")
}
