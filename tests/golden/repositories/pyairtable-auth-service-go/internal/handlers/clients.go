package handlers

import (
	"errors"
	"net/http"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/Reg-Kris/pyairtable-go-shared/contract"
	"github.com/Reg-Kris/pyairtable-go-shared/pages"
	"github.com/Reg-Kris/pyairtable-go-shared/problems"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services"
)

// resource serves the clients.
type resource struct {
	items *services.Clients
	body  contract.Body
}

func newResource(items *services.Clients, document *contract.Contract) resource {
	return resource{items: items, body: document.Body("ClientInput")}
}

func (r resource) create(c fiber.Ctx) error {
	var input models.ClientInput
	if err := r.body.Read(c, &input); err != nil {
		return err
	}
	item, err := r.items.Create(c.Context(), input)
	if err != nil {
		return err
	}
	c.Location("/clients/" + item.ID.String())
	return c.Status(http.StatusCreated).JSON(item)
}

func (r resource) list(c fiber.Ctx) error {
	asked, err := pages.Asked(c)
	if err != nil {
		return err
	}
	page, err := r.items.List(c.Context(), asked)
	if err != nil {
		return err
	}
	return c.JSON(page)
}

func (r resource) get(c fiber.Ctx) error {
	id, err := pages.ID(c, "id")
	if err != nil {
		return err
	}
	item, err := r.items.Get(c.Context(), id)
	if err != nil {
		return missing(err, id)
	}
	return c.JSON(item)
}

func (r resource) replace(c fiber.Ctx) error {
	id, err := pages.ID(c, "id")
	if err != nil {
		return err
	}
	var input models.ClientInput
	if err := r.body.Read(c, &input); err != nil {
		return err
	}
	item, err := r.items.Replace(c.Context(), id, input)
	if err != nil {
		return missing(err, id)
	}
	return c.JSON(item)
}

func (r resource) remove(c fiber.Ctx) error {
	id, err := pages.ID(c, "id")
	if err != nil {
		return err
	}
	if err := r.items.Delete(c.Context(), id); err != nil {
		return missing(err, id)
	}
	return c.SendStatus(http.StatusNoContent)
}

// missing makes a row that is not there a 404; any other error stays what it is.
func missing(err error, id uuid.UUID) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return problems.New(http.StatusNotFound, "There is no client "+id.String()+".")
	}
	return err
}
