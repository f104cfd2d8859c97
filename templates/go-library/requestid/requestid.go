// Package requestid carries a request's id through a context, so that every log line of a request can name it.
package requestid

import (
	"context"
	"crypto/rand"
	"encoding/hex"
)

// Header is the HTTP header that services pass the id in.
const Header = "X-Request-ID"

type key struct{}

// New returns a random id of 32 hexadecimal digits.
func New() string {
	var bytes [16]byte
	rand.Read(bytes[:]) // never fails (Go 1.24 and newer)
	return hex.EncodeToString(bytes[:])
}

// With returns a context that carries an id.
func With(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, id)
}

// From returns the id that a context carries, or an empty string.
func From(ctx context.Context) string {
	id, _ := ctx.Value(key{}).(string)
	return id
}
