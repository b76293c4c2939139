using System.Buffers.Binary;

namespace Isaa.Sandbox.Landlock;

/// <summary>Instructions of AArch64. The kernel takes a call's number in x8, its arguments from x0 on, and answers in x0.</summary>
internal sealed class Arm64Code : MachineCode
{
    private const int NumberRegister = 8, AddressRegister = 20;

    public override ushort ElfMachine => 183;

    public override ulong OpenAt => 56;

    public override ulong Control => 167;

    public override ulong Execute => 221;

    public override ulong Exit => 93;

    public override void Keep() => Add(0xaa0003f3); // mov x19, x0

    public override void Store(ulong address)
    {
        Load(AddressRegister, address);
        Add(0xb9000280); // str w0, [x20]
    }

    public override void BecomeArguments()
    {
        // The stack holds: count, own name, program, its arguments, 0, environment.
        Add(0xf94003e2); // ldr x2, [sp]
        Add(0xf9400be0); // ldr x0, [sp, #16]
        Add(0x910043e1); // add x1, sp, #16
        Add(0x8b020c22); // add x2, x1, x2, lsl #3
        Call(Execute);
    }

    protected override void LoadArgument(int index, ulong value) => Load(index, value);

    protected override void LoadKept() => Add(0xaa1303e0); // mov x0, x19

    protected override void Call(ulong number)
    {
        Load(NumberRegister, number);
        Add(0xd4000001); // svc #0
    }

    protected override void SkipIfNotNegative(int bytes)
    {
        const uint testSignOfResult = 0xb6f80000; // tbz x0, #63, distance in instructions from this one
        Add(testSignOfResult | ((uint)(bytes / 4 + 1) << 5));
    }

    private void Load(int register, ulong value)
    {
        for (var part = 0; part < 4; part++)
        {
            var instruction = part == 0 ? 0xd2800000 : 0xf2800000 | ((uint)part << 21); // movz, then movk
            Add(instruction | (uint)((value >> (16 * part)) & 0xffff) << 5 | (uint)register);
        }
    }

    private void Add(uint instruction)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, instruction);
        Bytes.AddRange(bytes);
    }
}
