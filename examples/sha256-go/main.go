// Prints the SHA-256 of stdin in hex.
package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
)

func main() {
	hash := sha256.New()
	if _, err := io.Copy(hash, os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%x\n", hash.Sum(nil))
}
