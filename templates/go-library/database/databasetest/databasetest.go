// Package databasetest gives each test a schema of its own in a real PostgreSQL.
package databasetest

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// URL is the address of an empty schema in the database that TEST_DATABASE_URL names; the test's end drops it. Without
// that variable the test fails: a test that is skipped in silence shows nothing.
func URL(t *testing.T) string {
	t.Helper()
	address := os.Getenv("TEST_DATABASE_URL")
	if address == "" {
		t.Fatal("TEST_DATABASE_URL is not set; write postgresql://user:password@host:port/name of a database that tests may fill")
	}
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal("TEST_DATABASE_URL is not an address")
	}
	schema := "test_" + strings.ToLower(rand.Text())
	execute(t, address, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { execute(t, address, "DROP SCHEMA "+schema+" CASCADE") })
	query := parsed.Query()
	query.Set("search_path", schema)
	parsed.RawQuery = query.Encode()
	return parsed.String()
}

func execute(t *testing.T, address, statement string) {
	t.Helper()
	ctx := context.Background()
	connection, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatalf("the database of TEST_DATABASE_URL: %v", err)
	}
	defer connection.Close(ctx)
	if _, err := connection.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
}
