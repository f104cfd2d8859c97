// Command generate writes the two files that the provider embeds: the schema with its version, and the mapping.
// Its environment holds VERSION.
package main

import (
	"encoding/json"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const module = "github.com/pulumi/pulumi-kubernetes/provider/v4"

func main() {
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		log.Fatalf("go list %s: %v", module, err)
	}
	source := filepath.Join(strings.TrimSpace(string(folder)), "cmd", "pulumi-resource-kubernetes")
	var schema map[string]any
	read(filepath.Join(source, "schema.json"), &schema)
	schema["version"] = os.Getenv("VERSION")
	write("schema.json", schema)
	var mapping any
	read(filepath.Join(source, "terraform-mapping.json"), &mapping)
	write("terraform-mapping.json", mapping)
}

func read(path string, into any) {
	content, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(content, into)
	}
	if err != nil {
		log.Fatalf("%s: %v", path, err)
	}
}

func write(path string, value any) {
	content, err := json.Marshal(value)
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		log.Fatalf("%s: %v", path, err)
	}
}
