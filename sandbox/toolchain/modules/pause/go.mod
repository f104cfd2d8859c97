module pyairtable.invalid/toolchain/pause

go 1.26
