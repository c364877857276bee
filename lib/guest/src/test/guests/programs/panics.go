package main

import "fmt"

func guarded(f func()) {
	defer func() { fmt.Println("recovered:", recover()) }()
	f()
}

func main() {
	defer fmt.Println("deferred")
	var values []int
	zero := 0
	guarded(func() { values[3] = 1 })
	guarded(func() { fmt.Println(1 / zero) })
	guarded(func() { panic("own") })
	guarded(func() { var m map[string]int; m["a"] = 1 })
	guarded(func() { var any any = "text"; fmt.Println(any.(int)) })
	for i := 0; i < 3; i++ {
		defer func() { fmt.Println("loop", i) }()
	}
	panic("the end")
}
