// Package health tells the cluster whether a service wants traffic.
package health

import "sync/atomic"

// Readiness is false until Set(true), and false again once a shutdown begins. The zero value is not ready.
type Readiness struct{ ready atomic.Bool }

// Set changes the answer; it may be called from any goroutine.
func (r *Readiness) Set(ready bool) { r.ready.Store(ready) }

// Ready is true between the end of start-up and the beginning of shutdown.
func (r *Readiness) Ready() bool { return r.ready.Load() }
