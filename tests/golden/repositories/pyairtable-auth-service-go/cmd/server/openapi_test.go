//go:build openapi

package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/Reg-Kris/pyairtable-go-shared/database/databasetest"
)

// TestTheServiceKeepsToItsOpenAPIDocument lets schemathesis ask the running service; schemathesis.toml says how much.
func TestTheServiceKeepsToItsOpenAPIDocument(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	t.Setenv("HOST", "127.0.0.1")
	t.Setenv("PORT", strconv.Itoa(port))
	t.Setenv("LOG_LEVEL", "error")
	t.Setenv("DATABASE_URL", databasetest.URL(t))

	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, nil) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()

	address := fmt.Sprintf("http://127.0.0.1:%d", port)
	waitUntilReady(t, address, ended)
	command := os.Getenv("SCHEMATHESIS")
	if command == "" {
		command = "schemathesis"
	}
	arguments := []string{"run", address + "/openapi.json"}
	schemathesis := exec.Command(command, arguments...)
	schemathesis.Dir, schemathesis.Stdout, schemathesis.Stderr = "../..", os.Stdout, os.Stderr
	if err := schemathesis.Run(); err != nil {
		t.Fatalf("%s: %v", command, err)
	}
}

func waitUntilReady(t *testing.T, address string, ended chan error) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		select {
		case err := <-ended:
			t.Fatalf("the service ended: %v", err)
		default:
		}
		response, err := http.Get(address + "/ready")
		if err != nil {
			continue
		}
		response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return
		}
	}
	t.Fatal("the service is not ready after 30 s")
}
