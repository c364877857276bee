package main

import (
	"fmt"
	"os"
	"runtime/debug"
)

//go:noinline
func deep(n int) int {
	var room [100]int
	room[n%100] = n
	if n == 0 {
		return 0
	}
	return deep(n-1) + room[n%100] - n + 1
}

func main() {
	fmt.Println(deep(10000))
	fmt.Println(debug.SetMaxStack(1 << 20) > 0)
	fmt.Println(deep(1000))
	os.Stdout.Sync()
	done := make(chan int)
	go func() { done <- deep(10000) }()
	fmt.Println(<-done)
}
