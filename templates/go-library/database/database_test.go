package database

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// Port 1 of the machine itself: nothing listens there.
const nowhere = "postgresql://user:secret@127.0.0.1:1/name"

func TestOpeningNeedsNoDatabase(t *testing.T) {
	_, pool, err := Open(nowhere, 3)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if got := pool.Stats().MaxOpenConnections; got != 3 {
		t.Errorf("got a pool of %d", got)
	}
}

func TestADatabaseThatDoesNotAnswerIsUnavailable(t *testing.T) {
	database, pool, err := Open(nowhere, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	failure := database.Exec("SELECT 1").Error
	if failure == nil || !Unavailable(failure) {
		t.Errorf("got %v", failure)
	}
	if !Unavailable(fmt.Errorf("query: %w", context.DeadlineExceeded)) || !Unavailable(&pgconn.PgError{Code: "57P01"}) {
		t.Error("a time-out and a server that shuts down are a database that does not answer")
	}
}

func TestAMistakeIsNotAnUnavailableDatabase(t *testing.T) {
	for _, err := range []error{&pgconn.PgError{Code: "42P01"}, &pgconn.PgError{Code: "23505"}, errors.New("nil pointer")} {
		if Unavailable(err) {
			t.Errorf("%v", err)
		}
	}
}
