package handlers

import (
	"errors"
	"net/http"

	"github.com/gofiber/fiber/v3"

	"github.com/Reg-Kris/pyairtable-go-shared/contract"
	"github.com/Reg-Kris/pyairtable-go-shared/pages"
	"github.com/Reg-Kris/pyairtable-go-shared/problems"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services/tokens"
)

// tokenRoutes issues and refreshes tokens, and publishes keys.
type tokenRoutes struct {
	keys    *tokens.Keys
	issuer  *tokens.Issuer
	request contract.Body
	refresh contract.Body
}

func newTokenRoutes(keys *tokens.Keys, issuer *tokens.Issuer, document *contract.Contract) tokenRoutes {
	return tokenRoutes{
		keys: keys, issuer: issuer, request: document.Body("TokenRequest"), refresh: document.Body("RefreshRequest"),
	}
}

func (r tokenRoutes) newSecret(c fiber.Ctx) error {
	id, err := pages.ID(c, "id")
	if err != nil {
		return err
	}
	secret, err := r.issuer.NewSecret(c.Context(), id)
	if err != nil {
		return missing(err, id)
	}
	return private(c).Status(http.StatusCreated).JSON(secret)
}

func (r tokenRoutes) issue(c fiber.Ctx) error {
	var request models.TokenRequest
	if err := r.request.Read(c, &request); err != nil {
		return err
	}
	issued, err := r.issuer.Issue(c.Context(), request)
	if err != nil {
		return refused(err)
	}
	return private(c).JSON(issued)
}

func (r tokenRoutes) renew(c fiber.Ctx) error {
	var request models.RefreshRequest
	if err := r.refresh.Read(c, &request); err != nil {
		return err
	}
	issued, err := r.issuer.Refresh(c.Context(), request.RefreshToken)
	if err != nil {
		return refused(err)
	}
	return private(c).JSON(issued)
}

// published is RFC 7517's set of keys. Who verifies tokens may keep it a while, and asks again for a key it lacks.
func (r tokenRoutes) published(c fiber.Ctx) error {
	keys, err := r.keys.Published()
	if err != nil {
		return refused(err)
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=300")
	return c.JSON(map[string][]tokens.JWK{"keys": keys})
}

// private keeps an answer with a secret in it out of every cache.
func private(c fiber.Ctx) fiber.Ctx {
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c
}

func refused(err error) error {
	switch {
	case errors.Is(err, tokens.ErrRefused):
		return problems.New(http.StatusUnauthorized, "The client, its secret or the token is not valid.")
	case errors.Is(err, tokens.ErrNoKey):
		return problems.New(http.StatusServiceUnavailable, "The service is starting.")
	default:
		return err
	}
}
