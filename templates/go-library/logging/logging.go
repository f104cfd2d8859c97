// Package logging writes JSON lines that all services of the platform share the shape of.
package logging

import (
	"fmt"
	"io"
	"log/slog"
)

// New writes JSON lines to out, from the named level upwards, each with the service's name.
func New(out io.Writer, level, service string) (*slog.Logger, error) {
	var threshold slog.Level
	if err := threshold.UnmarshalText([]byte(level)); err != nil {
		return nil, fmt.Errorf("log level: %w", err)
	}
	handler := slog.NewJSONHandler(out, &slog.HandlerOptions{Level: threshold, ReplaceAttr: rename})
	return slog.New(handler).With("service", service), nil
}

// rename makes Go's keys those of the Python services.
func rename(groups []string, attribute slog.Attr) slog.Attr {
	if len(groups) == 0 && attribute.Key == slog.MessageKey {
		attribute.Key = "message"
	}
	return attribute
}
