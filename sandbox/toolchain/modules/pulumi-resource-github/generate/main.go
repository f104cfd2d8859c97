// Command generate writes schema.json, which the plugin embeds. Usage: generate schema --out . (the bridge's own
// command line; the version comes from VERSION).
package main

import (
	"os"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfgen"

	"pyairtable.invalid/toolchain/pulumi-resource-github/provider"
)

func main() {
	version := os.Getenv("VERSION")
	tfgen.Main("github", version, provider.Info(version))
}
