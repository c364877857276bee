// Here: null pointer, address 0x0
package main

import (
	"fmt"
	"os"
)

func try(name string, what func()) {
	defer func() {
		if recover() != nil {
			fmt.Println(name, "panics")
		}
	}()
	what()
	fmt.Println(name, "goes on")
}

func main() {
	var function func()
	var writer *os.File
	var numbers map[string]int
	try("a write to a nil map", func() { numbers["x"] = 1 })
	try("a method of a nil file", func() { _, _ = writer.Write([]byte("x")) })
	try("a call of nothing", func() { function() })
}
