// Package requestid carries a request's id through a context, so that every log line and every further call of the
// request can name it.
package requestid

import (
	"context"
	"regexp"

	"github.com/google/uuid"
)

// Header is the HTTP header that services pass the id in.
const Header = "X-Request-Id"

// A caller's id lands in logs and in calls to other services: anything else is replaced.
var sensible = regexp.MustCompile(`^[A-Za-z0-9._-]{1,128}$`)

type key struct{}

// Of is the id that a caller sent, when it makes sense, or a new one.
func Of(sent string) string {
	if sensible.MatchString(sent) {
		return sent
	}
	return uuid.NewString()
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
