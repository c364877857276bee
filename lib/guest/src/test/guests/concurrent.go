// What ordinary Go programs do: goroutines, timers, garbage, maps, panics, big numbers, JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"os"
	"runtime"
	"sort"
	"sync"
	"time"
)

type point struct {
	A int
	B string
	C []float64
}

func channels() {
	work := make(chan int)
	var wait sync.WaitGroup
	var lock sync.Mutex
	total := 0
	for i := 0; i < 10; i++ {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for value := range work {
				lock.Lock()
				total += value * value
				lock.Unlock()
				runtime.Gosched()
			}
		}()
	}
	for i := 0; i < 1000; i++ {
		work <- i
	}
	close(work)
	wait.Wait()
	fmt.Println("total", total)
}

func timers() {
	start := time.Now()
	time.Sleep(50 * time.Millisecond)
	slept := time.Since(start)
	fmt.Println("slept", slept >= 50*time.Millisecond && slept < 200*time.Millisecond)
	<-time.After(20 * time.Millisecond)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	<-ctx.Done()
	fmt.Println(ctx.Err())
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for i := 0; i < 3; i++ {
		<-ticker.C
	}
	fmt.Println("ticked")
}

func garbage() {
	var keep [][]byte
	for i := 0; i < 300; i++ {
		piece := make([]byte, 20000)
		for _, value := range piece {
			if value != 0 {
				fmt.Println("not zero")
			}
		}
		piece[i] = 1
		keep = append(keep, piece)
		if len(keep) > 20 {
			keep = keep[10:]
		}
	}
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Println("collected", stats.NumGC > 0)
}

func recovering(what func()) {
	defer func() { fmt.Println("recovered:", recover()) }()
	what()
}

func main() {
	channels()
	timers()
	garbage()
	counts := map[string]int{}
	for i := 0; i < 2000; i++ {
		counts[fmt.Sprint("k", i%300)] += i
	}
	keys := []string{}
	for key := range counts {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	fmt.Println(len(keys), keys[:3], counts["k7"])
	recovering(func() { var none []int; fmt.Println(none[len(keys)]) })
	recovering(func() { fmt.Println(10 / (len(keys) - 300)) })
	a, b := big.NewInt(0), big.NewInt(1)
	for i := 0; i < 300; i++ {
		a.Add(a, b)
		a, b = b, a
	}
	fmt.Println(a)
	fmt.Printf("%.6f %v %g\n", math.Sqrt(2), math.Inf(1), 1e100/3)
	text, _ := json.Marshal(point{1, "x", []float64{1.5, 2.25}})
	var back point
	fmt.Println(string(text), json.Unmarshal(text, &back), back)
	_, err := os.Open("/nowhere")
	fmt.Println(err)
	os.Exit(3)
}
