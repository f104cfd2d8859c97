// Package services holds what the service does, free of HTTP.
package services

import "sync/atomic"

// Readiness says whether the service wants traffic. The zero value is not ready.
type Readiness struct{ ready atomic.Bool }

// Set changes the answer.
func (r *Readiness) Set(ready bool) { r.ready.Store(ready) }

// Ready is true between the end of start-up and the beginning of shutdown.
func (r *Readiness) Ready() bool { return r.ready.Load() }
