// Command pulumi-resource-kubernetes is Pulumi's Kubernetes provider, unchanged.
//
// The published module lacks two files that its own main package embeds, because its build generates them. Both are
// in the module as JSON, so the build copies them here (schema.json gets its version) and this main embeds them.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

//go:embed schema.json
var schema []byte

//go:embed terraform-mapping.json
var terraformMapping []byte

var version string // set by the linker

func main() {
	provider.Serve("kubernetes", version, schema, terraformMapping)
}
