package middleware

import (
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/requestid"
	"go.uber.org/zap"
)

// RequestLog writes one line per request. Probes and scrapes are only seen at debug level: they would drown the rest.
func RequestLog(log *zap.Logger) fiber.Handler {
	return func(c fiber.Ctx) error {
		begin := time.Now()
		err := c.Next()
		write := log.Info
		if quiet[c.Path()] {
			write = log.Debug
		}
		write("request",
			zap.String("request_id", requestid.FromContext(c)),
			zap.String("method", c.Method()),
			zap.String("path", c.Path()),
			zap.Int("status", statusOf(c, err)),
			zap.Duration("duration", time.Since(begin)),
			zap.Error(err),
		)
		return err
	}
}

var quiet = map[string]bool{"/health": true, "/ready": true, "/metrics": true}
