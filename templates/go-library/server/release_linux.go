package server

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// releaseCode unmaps the program's code and constants that only its start needed: two thirds of what a service at rest
// keeps resident. What it still needs comes back from the page cache at the first touch. Only mappings that nothing was
// ever written to are unmapped, so nothing can be lost; a kernel that says too little changes nothing.
func releaseCode() {
	executable, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	described, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		return
	}
	var from, to uintptr
	for line := range bytes.Lines(described) {
		text := string(line)
		var begin, end uintptr
		var rights string
		if _, err := fmt.Sscanf(text, "%x-%x %s", &begin, &end, &rights); err == nil {
			from, to = 0, 0
			if strings.HasSuffix(strings.TrimSpace(text), " "+executable) && !strings.Contains(rights, "w") {
				from, to = begin, end
			}
			continue
		}
		if untouched, err := unwritten(text); err == nil && untouched && to > from {
			_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, from, to-from, syscall.MADV_DONTNEED)
		}
	}
}

// unwritten reads the line that says how much of a mapping is no longer what the file holds.
func unwritten(line string) (bool, error) {
	var kilobytes int
	_, err := fmt.Sscanf(line, "Anonymous: %d kB", &kilobytes)
	return kilobytes == 0, err
}
