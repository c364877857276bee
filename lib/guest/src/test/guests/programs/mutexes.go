package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

func main() {
	var (
		mutex   sync.Mutex
		shared  sync.RWMutex
		group   sync.WaitGroup
		once    sync.Once
		counter int
		atomics atomic.Int64
		table   = map[int]int{}
	)
	for i := 0; i < 20; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			once.Do(func() { fmt.Println("once") })
			for j := 0; j < 10; j++ {
				mutex.Lock()
				counter += j
				mutex.Unlock()
				atomics.Add(int64(i) << 32)
				shared.Lock()
				table[i*j]++
				shared.Unlock()
			}
		}()
	}
	group.Wait()
	shared.RLock()
	fmt.Println(counter, atomics.Load(), len(table), table[0])
	shared.RUnlock()
	condition := sync.NewCond(&mutex)
	ready := false
	go func() {
		mutex.Lock()
		ready = true
		condition.Broadcast()
		mutex.Unlock()
	}()
	mutex.Lock()
	for !ready {
		condition.Wait()
	}
	mutex.Unlock()
	var values sync.Map
	values.Store("a", 1)
	value, _ := values.Load("a")
	fmt.Println(value, atomics.CompareAndSwap(0, 1))
}
