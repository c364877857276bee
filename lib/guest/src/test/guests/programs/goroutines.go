package main

import (
	"fmt"
	"sync"
)

func worker(id int, jobs <-chan int, results chan<- int, group *sync.WaitGroup) {
	defer group.Done()
	for job := range jobs {
		results <- job*job + id*0
	}
}

func main() {
	jobs, results := make(chan int), make(chan int, 4)
	var group sync.WaitGroup
	for id := 0; id < 5; id++ {
		group.Add(1)
		go worker(id, jobs, results, &group)
	}
	go func() {
		for n := 1; n <= 50; n++ {
			jobs <- n
		}
		close(jobs)
		group.Wait()
		close(results)
	}()
	sum := 0
	for result := range results {
		sum += result
	}
	fmt.Println(sum)
	// A chain of goroutines that filter primes.
	numbers := make(chan int)
	go func(out chan<- int) {
		for n := 2; ; n++ {
			out <- n
		}
	}(numbers)
	for i := 0; i < 15; i++ {
		prime := <-numbers
		fmt.Print(prime, " ")
		filtered := make(chan int)
		go func(in <-chan int) {
			for n := range in {
				if n%prime != 0 {
					filtered <- n
				}
			}
		}(numbers)
		numbers = filtered
	}
	fmt.Println()
}
