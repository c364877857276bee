// Signals that a program sends itself, as os/signal tells of them.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"
)

func main() {
	caught := make(chan os.Signal, 10)
	signal.Notify(caught, syscall.SIGUSR1, syscall.SIGTERM, syscall.SIGINT)
	for _, one := range []syscall.Signal{syscall.SIGUSR1, syscall.SIGTERM, syscall.SIGINT} {
		if err := syscall.Kill(syscall.Getpid(), one); err != nil {
			fmt.Println("kill:", err)
		}
		fmt.Println("caught", <-caught)
	}
	signal.Ignore(syscall.SIGHUP)
	fmt.Println("ignored", signal.Ignored(syscall.SIGHUP), syscall.Kill(syscall.Getpid(), syscall.SIGHUP))
	fmt.Println("nobody", syscall.Kill(0x7ffffffe, syscall.SIGTERM), syscall.Kill(syscall.Getpid(), 1000))

	// Goroutines that never yield are made to.
	var wait sync.WaitGroup
	runtime.GOMAXPROCS(1)
	sum := make([]uint64, 4)
	for i := range sum {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for j := range 100000 {
				sum[i] = sum[i]*31 + uint64(j)
				if j%1000 == 0 {
					time.Now()
				}
			}
		}()
	}
	wait.Wait()
	fmt.Println(sum)

	stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGUSR2)
	defer stop()
	go func() {
		time.Sleep(10 * time.Millisecond)
		syscall.Kill(syscall.Getpid(), syscall.SIGUSR2)
	}()
	<-stopped.Done()
	fmt.Println(stopped.Err())

	signal.Reset(syscall.SIGTERM)
	syscall.Kill(syscall.Getpid(), syscall.SIGTERM)
	time.Sleep(time.Second)
	fmt.Println("not reached")
}
