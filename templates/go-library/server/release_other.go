//go:build !linux

package server

// releaseCode does something on Linux alone, where the services run.
func releaseCode() {}
