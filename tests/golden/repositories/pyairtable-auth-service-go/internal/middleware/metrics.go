// Package middleware holds what happens around every request.
package middleware

import (
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/prometheus/client_golang/prometheus"
)

// Metrics counts requests and times them, per method, route and status.
func Metrics(registry prometheus.Registerer) fiber.Handler {
	duration := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "http_request_duration_seconds",
		Help:    "Time from the first byte of a request to the end of its answer.",
		Buckets: prometheus.DefBuckets,
	}, []string{"method", "route", "status"})
	registry.MustRegister(duration)

	return func(c fiber.Ctx) error {
		begin := time.Now()
		err := c.Next()
		// The route's pattern, never the path: paths hold ids and would make a series each. Both strings are
		// copied, since Fiber reuses a request's memory.
		labels := []string{c.Method(), c.FullPath(), strconv.Itoa(statusOf(c, err))}
		duration.WithLabelValues(labels...).Observe(time.Since(begin).Seconds())
		return err
	}
}

// statusOf is the status that the error handler is about to answer with, or the one already set.
func statusOf(c fiber.Ctx, err error) int {
	var failure *fiber.Error
	switch {
	case err == nil:
		return c.Response().StatusCode()
	case errors.As(err, &failure):
		return failure.Code
	default:
		return fiber.StatusInternalServerError
	}
}
