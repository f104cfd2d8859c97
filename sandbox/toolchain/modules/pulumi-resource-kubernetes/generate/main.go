// Command generate writes the two files that the provider embeds: the schema with its version, and the mapping.
// Its environment holds VERSION.
package main

import (
	"encoding/json"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

const module = "github.com/pulumi/pulumi-kubernetes/provider/v4"

func main() {
	// `go list -m` names no folder for a module that only this program needs and nobody has downloaded yet.
	answer, err := exec.Command("go", "mod", "download", "-json", module).Output()
	var downloaded struct{ Dir string }
	if err == nil {
		err = json.Unmarshal(answer, &downloaded)
	}
	if err != nil {
		log.Fatalf("go mod download %s: %v", module, err)
	}
	source := filepath.Join(downloaded.Dir, "cmd", "pulumi-resource-kubernetes")
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
