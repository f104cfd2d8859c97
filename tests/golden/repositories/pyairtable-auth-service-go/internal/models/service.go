// Package models holds the data that the service speaks in.
package models

// Service says what is running.
type Service struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Purpose string `json:"purpose"`
}

// Status is the answer of the liveness and readiness probes.
type Status struct {
	Status string `json:"status"`
}

// Problem is the answer to a request that failed (RFC 9457).
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
}
