package main

import (
	"fmt"
	"iter"
	"reflect"
	"strings"
	"unicode"
)

type shape interface{ Area() int }
type square struct {
	Side int `unit:"m"`
}
type box struct {
	square
	Depth int
}

func (s square) Area() int { return s.Side * s.Side }

func words(s string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if !yield(i, w) {
				return
			}
		}
	}
}

func main() {
	var s shape = &box{square{3}, 4}
	t := reflect.TypeOf(s).Elem()
	for i := 0; i < t.NumField(); i++ {
		fmt.Println(t.Field(i).Name, t.Field(i).Type, t.Field(i).Anonymous)
	}
	field, _ := t.FieldByName("Side")
	fmt.Println(field.Tag.Get("unit"), reflect.ValueOf(s).MethodByName("Area").Call(nil)[0])
	made := reflect.MakeSlice(reflect.TypeOf([]int{}), 2, 5)
	made.Index(1).SetInt(9)
	fmt.Println(made.Interface(), reflect.DeepEqual([]int{0, 9}, made.Interface()))
	for i, w := range words("one, two; three (four) five") {
		if i == 4 {
			break
		}
		fmt.Print(w, ".")
	}
	fmt.Println(min(3, 1, 2), max("a", "b"))
}
