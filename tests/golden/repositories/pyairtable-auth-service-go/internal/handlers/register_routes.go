// Package handlers turns HTTP requests into calls and their results into answers.
package handlers

import (
	"github.com/gofiber/fiber/v3"
	"gorm.io/gorm"

	"github.com/Reg-Kris/pyairtable-go-shared/contract"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/config"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/middleware"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services/tokens"
	"github.com/Reg-Kris/pyairtable-auth-service-go/pkg/api"
)

// Register adds the service's own routes to an application.
func Register(app *fiber.App, settings config.Settings, database *gorm.DB, keys *tokens.Keys) {
	document := contract.Must(api.OpenAPI)
	within := middleware.Deadline(settings.RequestTimeout)

	resource := newResource(services.NewClients(database), document)
	app.Post("/clients", within, resource.create)
	app.Get("/clients", within, resource.list)
	app.Get("/clients/:id", within, resource.get)
	app.Put("/clients/:id", within, resource.replace)
	app.Delete("/clients/:id", within, resource.remove)

	routes := newTokenRoutes(keys, tokens.NewIssuer(database, keys, settings.Tokens), document)
	app.Post("/clients/:id/secret", within, routes.newSecret)
	app.Post("/token", within, routes.issue)
	app.Post("/token/refresh", within, routes.renew)
	app.Get("/.well-known/jwks.json", routes.published)
}
