package handlers

import (
	"github.com/gofiber/fiber/v3"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services"
)

// health is the liveness probe: it depends on nothing but the process itself.
func health(c fiber.Ctx) error {
	return c.JSON(models.Status{Status: "ok"})
}

// ready is the readiness probe.
func ready(readiness *services.Readiness) fiber.Handler {
	return func(c fiber.Ctx) error {
		if !readiness.Ready() {
			return c.Status(fiber.StatusServiceUnavailable).JSON(models.Status{Status: "not ready"})
		}
		return c.JSON(models.Status{Status: "ready"})
	}
}
