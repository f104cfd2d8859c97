// Package verification says whose a token is, by the keys that the auth service publishes.
package verification

import (
	"context"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/time/rate"
)

const (
	// refetchEvery replaces keys that were withdrawn.
	refetchEvery = 10 * time.Minute
	// unknownEvery bounds how often a token that names an unknown key makes the keys be fetched anew: anybody can name
	// one.
	unknownEvery = 5 * time.Second
	fetchTimeout = 3 * time.Second
	// leeway allows for clocks that differ.
	leeway = 30 * time.Second
)

// Verifier checks tokens.
type Verifier struct {
	keys   keyfunc.Keyfunc
	parser *jwt.Parser
}

// New fetches keys from an address, now and again until ctx ends. It does not wait for the auth service: a token that
// comes before its key is known makes it ask again.
func New(ctx context.Context, keysURL, issuer, audience string, failed func(error)) (*Verifier, error) {
	keys, err := keyfunc.NewDefaultOverrideCtx(ctx, []string{keysURL}, keyfunc.Override{
		HTTPTimeout:       fetchTimeout,
		RefreshInterval:   refetchEvery,
		RateLimitWaitMax:  time.Second,
		RefreshUnknownKID: rate.NewLimiter(rate.Every(unknownEvery), 1),
		RefreshErrorHandlerFunc: func(string) func(context.Context, error) {
			return func(_ context.Context, err error) { failed(err) }
		},
	})
	if err != nil {
		return nil, err
	}
	return &Verifier{keys: keys, parser: jwt.NewParser(
		// The algorithm is ours to name, never the token's.
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
		jwt.WithIssuer(issuer),
		jwt.WithAudience(audience),
		jwt.WithExpirationRequired(),
		jwt.WithLeeway(leeway),
	)}, nil
}

// Subject is whom a token was issued to; an error means that it is not genuine, or no longer valid.
func (v *Verifier) Subject(ctx context.Context, token string) (string, error) {
	parsed, err := v.parser.ParseWithClaims(token, &jwt.RegisteredClaims{}, v.keys.KeyfuncCtx(ctx))
	if err != nil {
		return "", err
	}
	subject, err := parsed.Claims.GetSubject()
	if err == nil && subject == "" {
		err = jwt.ErrTokenInvalidSubject
	}
	return subject, err
}
