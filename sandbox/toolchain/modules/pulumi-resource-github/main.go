// Command pulumi-resource-github is a bridge of our own over the Terraform provider for GitHub. It stands in for
// Pulumi's own plugin, whose binary is in no package registry.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"

	"pyairtable.invalid/toolchain/pulumi-resource-github/provider"
)

//go:embed schema.json
var schema []byte

var version string // set by the linker

func main() {
	tfbridge.Main("github", version, provider.Info(version), schema)
}
