package server

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// resident is the file-backed memory of this process that is mapped, in kB.
func resident(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "RssFile:")
	var kilobytes int
	if _, err := fmt.Sscan(after, &kilobytes); err != nil {
		t.Fatal(err)
	}
	return kilobytes
}

func TestCodeThatOnlyTheStartNeededIsUnmappedAndTheProgramGoesOn(t *testing.T) {
	before := resident(t)
	releaseCode()
	if after := resident(t); after >= before {
		t.Errorf("%d kB of files were resident before, %d kB after", before, after)
	}
	if got := fmt.Sprintf("%08.3f %v", 3.14159, map[string]int{"a": 1}); got != "0003.142 map[a:1]" {
		t.Errorf("got %s", got)
	}
}
