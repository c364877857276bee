package main

import "fmt"

func main() {
	fmt.Println("all goroutines are going to be asleep")
	<-make(chan int)
}
