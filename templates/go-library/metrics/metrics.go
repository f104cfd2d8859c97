// Package metrics counts and times what a service does, for Prometheus.
package metrics

import (
	"database/sql"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/adaptor"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics holds a service's metrics; each application has its own, so that tests do not meet in one registry.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

// New has the metrics of the runtime, of the process, of requests and of the database's pool of connections.
func New(database *sql.DB) *Metrics {
	metrics := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "http_request_duration_seconds",
			Help:    "Time from a request's arrival to its answer.",
			Buckets: prometheus.DefBuckets,
		}, []string{"method", "route", "status"}),
	}
	metrics.registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewDBStatsCollector(database, "postgresql"),
		metrics.requests,
	)
	return metrics
}

// Registry takes a service's own metrics.
func (m *Metrics) Registry() prometheus.Registerer { return m.registry }

// Request counts one request. The route is a pattern such as /items/:id, never a path: a path holds ids, and each
// would make a series of its own.
func (m *Metrics) Request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

// Handler answers with every metric in Prometheus' text format.
func (m *Metrics) Handler() fiber.Handler {
	return adaptor.HTTPHandler(promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
}
