package logging

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestALineCarriesMessageAndService(t *testing.T) {
	var out bytes.Buffer
	log, err := New(&out, "info", "demo")
	if err != nil {
		t.Fatal(err)
	}
	log.Debug("too low")
	log.Info("hello")
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line["message"] != "hello" || line["service"] != "demo" {
		t.Fatalf("got %v", line)
	}
}

func TestAnUnknownLevelIsRefused(t *testing.T) {
	if _, err := New(&bytes.Buffer{}, "chatty", "demo"); err == nil {
		t.Fatal("want an error")
	}
}
