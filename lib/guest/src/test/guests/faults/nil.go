// Here: null pointer, address 0x4
package main

import "fmt"

type pair struct{ a, b int }

//go:noinline
func second(p *pair) int { return p.b }

func main() {
	defer func() { fmt.Println("recovered:", recover()) }()
	fmt.Println(second(nil))
}
