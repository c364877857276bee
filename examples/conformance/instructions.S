# Every instruction, in every place that translation treats in its own way. Results are folded into a digest:
# word instructions(word digest, const word *operands, word *memory).
# $16 digest, $17 operands left, $18 their end, $19 memory, $20 what branches counted; $4 and $5 an operand pair.
        .set noreorder
        .set noat
        .text
        .globl instructions
        .globl call_in_slot

        .macro fold register
        rotr $16,$16,27
        addu $16,$16,\register
        .endm

        .macro three names:vararg
        .irp name,\names
        \name $2,$4,$5
        fold $2
        \name $2,$5,$4
        fold $2
        .endr
        .endm

        .macro immediate values:vararg
        .irp value,\values
        addiu $2,$4,\value
        fold $2
        slti $2,$4,\value
        fold $2
        sltiu $2,$5,\value
        fold $2
        .endr
        .endm

        .macro unsigned values:vararg
        .irp value,\values
        andi $2,$4,\value
        fold $2
        ori $2,$5,\value
        fold $2
        xori $2,$4,\value
        fold $2
        .endr
        .endm

        .macro shifts amounts:vararg
        .irp amount,\amounts
        sll $2,$4,\amount
        fold $2
        srl $2,$5,\amount
        fold $2
        sra $2,$4,\amount
        fold $2
        rotr $2,$5,\amount
        fold $2
        .endr
        .endm

        .macro products names:vararg
        .irp name,\names
        \name $4,$5
        mfhi $2
        fold $2
        mflo $2
        fold $2
        .endr
        .endm

        .macro divisions names:vararg
        .irp name,\names
        \name $0,$4,$5
        mfhi $2
        fold $2
        mflo $2
        fold $2
        # by a divisor that a compiler guards
        ori $3,$5,1
        \name $0,$4,$3
        teq $3,$0,7
        mflo $2
        fold $2
        # with the guard before it
        ori $3,$4,1
        teq $3,$0,7
        \name $0,$5,$3
        mfhi $2
        fold $2
        .endr
        .endm

        # A branch with a slot that does nothing, one that changes places with it, one that writes what is compared,
        # one of several instructions, and one that others jump to.
        .macro branch name, operands:vararg
        \name \operands,1f
        nop
        addiu $20,$20,1
1:      \name \operands,1f
        addiu $20,$20,3
        addiu $20,$20,7
1:      \name \operands,1f
        addu $8,$8,$20
        addiu $20,$20,11
1:      move $8,$4
        \name \operands,1f
        mult $8,$20
        addiu $20,$20,13
1:      mflo $2
        addu $20,$20,$2
        b 2f
        nop
        \name \operands,3f
2:      xori $20,$20,0x55
        addiu $20,$20,17
3:      fold $20
        .endm

        .macro branches names:vararg
        .irp name,\names
        branch \name,$8,$9
        .endr
        .endm

        .macro branches_on_zero names:vararg
        .irp name,\names
        branch \name,$8
        .endr
        .endm

        # What links, taken or not: slots that read and write the return address, too.
        .macro links names:vararg
        .irp name,\names
        branch \name,$8
        \name $8,1f
        addu $20,$20,$31
        addiu $20,$20,19
1:      \name $8,1f
        addiu $31,$20,5
        addiu $20,$20,23
1:      addu $20,$20,$31
        fold $20
        .endr
        .endm

        .macro loads offsets:vararg
        .irp offset,\offsets
        lb $2,\offset($19)
        fold $2
        lbu $2,\offset+1($19)
        fold $2
        lh $2,2*(\offset)($19)
        fold $2
        lhu $2,2*(\offset)($19)
        fold $2
        lwl $2,\offset($19)
        fold $2
        lwr $2,\offset($19)
        fold $2
        swl $2,\offset+8($19)
        swr $4,\offset+16($19)
        sb $2,\offset+4($19)
        sh $16,2*(\offset)+6($19)
        sw $20,4*(\offset)($19)
        lw $2,4*(\offset)+4($19)
        fold $2
        # unaligned words, each by two instructions in a row
        ulw $2,\offset+17($19)
        fold $2
        usw $2,\offset+44($19)
        .endr
        .endm

instructions:
        addiu $sp,$sp,-40
        sw $16,0($sp)
        sw $17,4($sp)
        sw $18,8($sp)
        sw $19,12($sp)
        sw $20,16($sp)
        sw $31,20($sp)
        move $16,$4
        move $17,$5
        addiu $18,$5,8*8
        move $19,$6
        move $20,$0

next_pair:
        lw $4,0($17)
        lw $5,4($17)
        three addu,subu,and,or,xor,nor,slt,sltu,mul,sllv,srlv,srav,rotrv
        nor $2,$4,$0
        fold $2
        nor $2,$0,$5
        fold $2
        immediate 0,1,-1,32767,-32768
        unsigned 0,1,0x8000,0xffff
        lui $2,0x8001
        fold $2
        shifts 0,1,16,31
        # sums that cannot overflow
        sra $6,$4,1
        sra $7,$5,2
        add $2,$6,$7
        fold $2
        sub $2,$7,$6
        fold $2
        sra $6,$4,2
        addi $2,$6,32767
        fold $2
        addi $2,$6,-32768
        fold $2
        # moves, one of which takes place
        movz $2,$4,$5
        fold $2
        movn $2,$4,$5
        fold $2
        movz $2,$5,$0
        fold $2
        movn $2,$4,$0
        fold $2
        movz $0,$4,$0
        products mult,multu,madd,maddu,msub,msubu
        divisions div,divu
        mthi $4
        mtlo $5
        madd $5,$5
        mfhi $2
        fold $2
        clz $2,$4
        fold $2
        clo $2,$4
        fold $2
        clz $2,$5
        fold $2
        clo $2,$5
        fold $2
        ext $2,$4,0,8
        fold $2
        ext $2,$4,5,27
        fold $2
        ext $2,$4,7,13
        fold $2
        ins $2,$5,0,32
        fold $2
        ins $2,$4,9,10
        fold $2
        ins $2,$5,20,12
        fold $2
        seb $2,$4
        fold $2
        seh $2,$5
        fold $2
        wsbh $2,$4
        fold $2
        # in a row: a table's index, with and without something between, and a word's bytes in reverse
        ext $2,$4,8,8
        sll $2,$2,2
        fold $2
        ext $2,$5,11,6
        addu $20,$20,$4
        sll $2,$2,3
        fold $2
        wsbh $2,$5
        rotr $2,$2,16
        fold $2
        # traps that do not spring
        li $24,100
        tge $0,$24
        tgeu $0,$24
        tlt $24,$24
        tltu $24,$24
        teq $0,$24
        tne $24,$24
        tgei $0,1
        tgeiu $0,1
        tlti $24,5
        tltiu $24,5
        teqi $0,1
        tnei $0,0
        # what matters to caches and other processors
        sync
        pref 0,0($19)
        synci 0($19)
        rdhwr $2,$0
        fold $2
        rdhwr $2,$1
        fold $2
        rdhwr $2,$29
        loads 0,1,2,3
        ll $2,24($19)
        addu $2,$2,$4
        sc $2,24($19)
        fold $2
        lw $2,24($19)
        fold $2
        # floating-point registers, moved
        mtc1 $4,$f2
        mtc1 $5,$f3
        mov.d $f4,$f2
        mov.s $f6,$f3
        swc1 $f6,28($19)
        sdc1 $f4,32($19)
        ldc1 $f8,32($19)
        lwc1 $f10,28($19)
        mfc1 $2,$f8
        fold $2
        mfc1 $2,$f9
        fold $2
        mfc1 $2,$f10
        fold $2
        ctc1 $0,$31
        cfc1 $2,$31
        fold $2
        # branches
        move $8,$4
        move $9,$5
        branches beq,bne,beql,bnel
        branch beq,$8,$8
        branch bne,$8,$8
        branches_on_zero blez,bgtz,bltz,bgez,blezl,bgtzl,bltzl,bgezl
        branch blez,$0
        branch bgez,$0
        links bltzal,bgezal,bltzall,bgezall
        branch bgezal,$0
        branch bltzal,$0
        # jumps: alone, with their slot in their way, with a slot that others jump to
        j 1f
        nop
1:      j 1f
        addiu $20,$20,3
        addiu $20,$20,5
1:      j 1f
        mult $4,$20
        addiu $20,$20,7
1:      jal leaf
        nop
        jal leaf
        addu $20,$20,$31
        jal leaf
        mult $4,$20
        la $25,leaf
        jalr $25
        nop
        jalr $25
        addiu $20,$20,1
        jalr $25
        li $25,0
        la $25,leaf
        jalr $25
        addu $20,$20,$31
        la $25,leaf
        jalr $25
        mult $20,$20
        la $25,leaf_of_eight
        jalr $8,$25
        addu $25,$25,$8
        la $8,1f
        jr $8
        li $8,0
        addiu $20,$20,9
1:      la $8,1f
        jr $8
        multu $20,$16
        addiu $20,$20,11
        # to a slot, through a register
1:      la $8,2f
        jr $8
        nop
        beq $0,$0,3f
2:      addiu $20,$20,15
        addiu $20,$20,21
3:      move $2,$20
        fold $2
        mfhi $2
        fold $2
        # to a slot of several instructions
        b 2f
        nop
        beq $0,$0,3f
2:      rotr $20,$20,3
        addiu $20,$20,25
        # loops that hold what needs several: with a slot that changes what is compared, with one that does so and stands
        # before the target, too, with one that is likely
3:      li $8,3
1:      rotr $20,$20,5
        addiu $8,$8,-1
        move $9,$8
        bnez $9,1b
        sll $9,$20,3
        addu $20,$20,$9
        li $8,3
        xori $9,$20,0x33
1:      rotr $20,$20,9
        addiu $8,$8,-1
        addu $20,$20,$9
        move $9,$8
        bnez $9,1b
        xori $9,$20,0x33
        li $8,3
1:      rotr $20,$20,7
        addiu $8,$8,-1
        bgtzl $8,1b
        addiu $20,$20,37
        fold $20
        # the same as the second where nothing needs several
        b 2f
        nop
2:      li $8,3
        xori $9,$20,0x35
1:      addiu $8,$8,-1
        addu $20,$20,$9
        move $9,$8
        bnez $9,1b
        xori $9,$20,0x35
        fold $20
        # likely and never taken: a branch in its slot is not reached
        bnel $0,$0,1f
        b 1f
        addiu $20,$20,39
1:      fold $20

        addiu $17,$17,8
        bne $17,$18,next_pair
        nop
        move $8,$0
next_word:
        addu $2,$19,$8
        lw $2,0($2)
        fold $2
        addiu $8,$8,4
        slti $2,$8,64
        bnez $2,next_word
        nop
        move $2,$16
        lw $16,0($sp)
        lw $17,4($sp)
        lw $18,8($sp)
        lw $19,12($sp)
        lw $20,16($sp)
        lw $31,20($sp)
        jr $31
        addiu $sp,$sp,40

# A call that does not exist, in the slot of a jump through a register that it changes: int call_in_slot(void). Apart
# from the digest, for qemu gets this wrong.
call_in_slot:
        la $7,1f
        li $2,4999
        jr $7
        syscall
        li $2,0
1:      jr $31
        nop

leaf:
        addiu $20,$20,29
        jr $31
        addu $20,$20,$20

leaf_of_eight:
        jr $8
        mult $8,$20
