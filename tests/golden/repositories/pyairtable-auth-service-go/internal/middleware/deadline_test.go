package middleware

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
)

func TestARequestsWorkEndsAtItsDeadline(t *testing.T) {
	app := fiber.New()
	app.Use(Deadline(20 * time.Millisecond))
	app.Get("/", func(c fiber.Ctx) error {
		select {
		case <-c.Context().Done():
			return c.SendStatus(http.StatusServiceUnavailable)
		case <-time.After(5 * time.Second):
			return nil
		}
	})
	response, err := app.Test(httptest.NewRequest(http.MethodGet, "/", nil), fiber.TestConfig{Timeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable {
		t.Fatalf("got %d", response.StatusCode)
	}
}
