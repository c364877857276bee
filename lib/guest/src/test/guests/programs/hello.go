package main

func main() {
	println("to stderr")
	print("also", 1, true, "\n")
}
