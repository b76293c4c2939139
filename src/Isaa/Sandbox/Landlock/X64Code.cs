using System.Buffers.Binary;

namespace Isaa.Sandbox.Landlock;

/// <summary>Instructions of x86-64. The kernel takes a call's number in rax, its arguments in rdi, rsi, rdx, r10 and r8, and answers in rax.</summary>
internal sealed class X64Code : MachineCode
{
    private static readonly byte[][] LoadArguments = [[0x48, 0xbf], [0x48, 0xbe], [0x48, 0xba], [0x49, 0xba], [0x49, 0xb8]];

    public override ushort ElfMachine => 62;

    public override ulong OpenAt => 257;

    public override ulong Control => 157;

    public override ulong Execute => 59;

    public override ulong Exit => 60;

    public override void Keep() => Bytes.AddRange([0x49, 0x89, 0xc4]); // mov r12, rax

    public override void Store(ulong address)
    {
        Load([0x48, 0xbb], address); // mov rbx, address
        Bytes.AddRange([0x89, 0x03]); // mov [rbx], eax
    }

    public override void BecomeArguments()
    {
        // The stack holds: count, own name, program, its arguments, 0, environment.
        Bytes.AddRange([0x48, 0x8b, 0x04, 0x24]); // mov rax, [rsp]
        Bytes.AddRange([0x48, 0x8b, 0x7c, 0x24, 0x10]); // mov rdi, [rsp + 16]
        Bytes.AddRange([0x48, 0x8d, 0x74, 0x24, 0x10]); // lea rsi, [rsp + 16]
        Bytes.AddRange([0x48, 0x8d, 0x54, 0xc4, 0x10]); // lea rdx, [rsp + rax * 8 + 16]
        Call(Execute);
    }

    protected override void LoadArgument(int index, ulong value) => Load(LoadArguments[index], value);

    protected override void LoadKept() => Bytes.AddRange([0x4c, 0x89, 0xe7]); // mov rdi, r12

    protected override void Call(ulong number)
    {
        Load([0x48, 0xb8], number); // mov rax, number
        Bytes.AddRange([0x0f, 0x05]); // syscall
    }

    protected override void SkipIfNotNegative(int bytes)
    {
        Bytes.AddRange([0x48, 0x85, 0xc0, 0x0f, 0x89]); // test rax, rax; jns
        Span<byte> distance = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(distance, bytes);
        Bytes.AddRange(distance);
    }

    private void Load(ReadOnlySpan<byte> instruction, ulong value)
    {
        Bytes.AddRange(instruction);
        Span<byte> constant = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(constant, value);
        Bytes.AddRange(constant);
    }
}
