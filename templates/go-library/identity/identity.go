// Package identity names who a request is made for. Only the API gateway sets it, from a verified token; it removes
// whatever a caller from outside sends under these names.
package identity

import (
	"context"
	"strings"
)

// Header is the HTTP header that holds the subject of the verified token.
const Header = prefix + "Subject"

const prefix = "X-Authenticated-"

type key struct{}

// Claims says whether a header speaks of the caller's identity: nobody but the gateway may set it.
func Claims(header string) bool {
	return len(header) >= len(prefix) && strings.EqualFold(header[:len(prefix)], prefix)
}

// With returns a context that carries a subject.
func With(ctx context.Context, subject string) context.Context {
	return context.WithValue(ctx, key{}, subject)
}

// From returns the subject that a context carries, or an empty string.
func From(ctx context.Context) string {
	subject, _ := ctx.Value(key{}).(string)
	return subject
}
