package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	ticks, quit := make(chan int), make(chan struct{})
	go func() {
		for i := 0; i < 3; i++ {
			ticks <- i
		}
		close(quit)
	}()
	for open := true; open; {
		select {
		case n := <-ticks:
			fmt.Println("tick", n)
		case <-quit:
			open = false
		}
	}
	select {
	case <-time.After(time.Millisecond):
		fmt.Println("later")
	case <-make(chan int):
	}
	full := make(chan int, 1)
	for i := 0; i < 2; i++ {
		select {
		case full <- i:
			fmt.Println("sent", i)
		default:
			fmt.Println("full")
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	<-ctx.Done()
	fmt.Println(ctx.Err())
	timer := time.NewTimer(time.Hour)
	fmt.Println(timer.Stop())
	value, ok := <-quit
	fmt.Println(value, ok)
}
