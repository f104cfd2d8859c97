//go:build integration

package handlers

import (
	"net/http"
	"testing"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"
	"go.uber.org/zap"
	"gorm.io/gorm"

	"github.com/Reg-Kris/pyairtable-go-shared/database"
	"github.com/Reg-Kris/pyairtable-go-shared/database/databasetest"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
)

const (
	firstBody  = `{"name": "a", "redirect_url": "a", "active": true}`
	secondBody = `{"name": "b", "redirect_url": "b", "active": false}`
)

// openMigrated is a schema of the test's own with the service's tables in it.
func openMigrated(t *testing.T) *gorm.DB {
	t.Helper()
	tables, pool, err := database.Open(databasetest.URL(t), 5)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	if err := database.Migrate(t.Context(), pool, models.Migrations, zap.NewNop()); err != nil {
		t.Fatal(err)
	}
	return tables
}

func migrated(t *testing.T) *fiber.App {
	t.Helper()
	return withTables(t, openMigrated(t))
}

func created(t *testing.T, app *fiber.App) map[string]any {
	t.Helper()
	got := ask(t, app, http.MethodPost, "/clients", firstBody)
	if got.status != http.StatusCreated {
		t.Fatalf("got %+v", got)
	}
	var item map[string]any
	got.into(t, &item)
	if want := "/clients/" + item["id"].(string); got.headers.Get("Location") != want {
		t.Errorf("Location is %q, want %q", got.headers.Get("Location"), want)
	}
	return item
}

func TestWhatIsCreatedIsReadAgainAsItWasAnswered(t *testing.T) {
	app := migrated(t)
	item := created(t, app)
	got := ask(t, app, http.MethodGet, "/clients/"+item["id"].(string), "")
	var read map[string]any
	got.into(t, &read)
	if got.status != http.StatusOK || len(read) != 3+3 {
		t.Fatalf("got %+v", got)
	}
	for key, value := range item {
		if read[key] != value {
			t.Errorf("%s was answered as %v and is read as %v", key, value, read[key])
		}
	}
}

func TestReplacingChangesEveryFieldAndTheTime(t *testing.T) {
	app := migrated(t)
	before := created(t, app)
	got := ask(t, app, http.MethodPut, "/clients/"+before["id"].(string), secondBody)
	var after map[string]any
	got.into(t, &after)
	if got.status != http.StatusOK {
		t.Fatalf("got %+v", got)
	}
	for key := range before {
		same := before[key] == after[key]
		if kept := key == "id" || key == "created_at"; same != kept {
			t.Errorf("%s was %v and is %v", key, before[key], after[key])
		}
	}
}

func TestWhatIsDeletedIsGone(t *testing.T) {
	app := migrated(t)
	path := "/clients/" + created(t, app)["id"].(string)
	if got := ask(t, app, http.MethodDelete, path, ""); got.status != http.StatusNoContent || got.body != "" {
		t.Fatalf("got %+v", got)
	}
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		if got := ask(t, app, method, path, ""); got.status != http.StatusNotFound {
			t.Errorf("%s: got %+v", method, got)
		}
	}
	if got := ask(t, app, http.MethodPut, path, firstBody); got.status != http.StatusNotFound {
		t.Errorf("PUT: got %+v", got)
	}
}

func TestPagesShowEveryItemOnceInTheOrderOfCreation(t *testing.T) {
	app := migrated(t)
	var want []string
	for range 5 {
		want = append(want, created(t, app)["id"].(string))
	}
	var seen []string
	for path := "/clients?limit=2"; path != ""; {
		var page struct {
			Items []struct{ ID uuid.UUID }
			Next  *uuid.UUID
		}
		ask(t, app, http.MethodGet, path, "").into(t, &page)
		for _, item := range page.Items {
			seen = append(seen, item.ID.String())
		}
		path = ""
		if page.Next != nil {
			path = "/clients?limit=2&after=" + page.Next.String()
		}
		if len(seen) > len(want) {
			break
		}
	}
	if len(seen) != len(want) {
		t.Fatalf("got %v, want %v", seen, want)
	}
	for index := range want {
		if seen[index] != want[index] {
			t.Fatalf("got %v, want %v", seen, want)
		}
	}
}

func TestAnEmptyListIsAPageWithoutItems(t *testing.T) {
	if got := ask(t, migrated(t), http.MethodGet, "/clients", ""); got.body != `{"items":[],"next":null}` {
		t.Fatalf("got %+v", got)
	}
}
