// Package middleware holds what happens around requests and is this service's own; what all services share around a
// request (its id, its log line, its metrics) comes with the platform's library.
package middleware

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v3"
)

// Deadline ends what a request waits for, such as a query, so that a slow database cannot hold every request.
func Deadline(after time.Duration) fiber.Handler {
	return func(c fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.Context(), after)
		defer cancel()
		c.SetContext(ctx)
		return c.Next()
	}
}
