package main

import (
	"fmt"
	"sync"
)

func main() {
	const many = 10000
	var group sync.WaitGroup
	var lock sync.Mutex
	results := make(chan int, 100)
	held := 0
	for i := 0; i < many; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			lock.Lock()
			held += i
			lock.Unlock()
			results <- i * i % 7
		}()
	}
	go func() {
		group.Wait()
		close(results)
	}()
	sum := 0
	for result := range results {
		sum += result
	}
	fmt.Println(held, sum)
}
