using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Isaa.Sandbox.Launching;

/// <summary>
/// The system call filter of the sandbox as a classic BPF program: calls that reach kernel parts a script has no business with fail with
/// EPERM; a process that switches to another instruction set's call table is killed.
/// </summary>
internal static class SeccompFilter
{
    private const ushort LoadWord = 0x20, JumpEqual = 0x15, JumpAtLeast = 0x35, JumpAnyBit = 0x45, Return = 0x06;
    private const uint Allow = 0x7fff0000, KillProcess = 0x80000000, Fail = 0x00050000;
    private const uint NotPermitted = 1, NotImplementedByKernel = 38;
    private const uint NewNamespaces = 0x7e020000;
    private const uint UnixSockets = 1, InternetSockets = 2;
    private const uint NumberOffset = 0, ArchitectureOffset = 4, FirstArgumentOffset = 16, SecondArgumentOffset = 24;
    private const uint OtherCallTable = 0x40000000; // x32
    private const uint InsertIntoTerminal = 0x5412, TerminalLinux = 0x541c;

    /// <summary>The program for this machine's instruction set.</summary>
    /// <param name="allowsInternet">Whether internet sockets can be made, for a namespace in which they lead nowhere but to itself.</param>
    public static byte[] Build(bool allowsInternet) => Build(RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => SystemCallTable.X64,
        Architecture.Arm64 => SystemCallTable.Arm64,
        var other => throw new PlatformNotSupportedException($"There is no system call table for {other}."),
    }, allowsInternet);

    public static byte[] Build(SystemCallTable calls, bool allowsInternet)
    {
        var program = new List<(ushort Code, byte IfTrue, byte IfFalse, uint Value)>
        {
            (LoadWord, 0, 0, ArchitectureOffset),
            (JumpEqual, 1, 0, calls.Architecture),
            (Return, 0, 0, KillProcess),
            (LoadWord, 0, 0, NumberOffset),
            (JumpAtLeast, 0, 1, OtherCallTable),
            (Return, 0, 0, KillProcess),
        };
        foreach (var number in calls.Denied)
        {
            program.AddRange([(JumpEqual, 0, 1, number), (Return, 0, 0, Fail | NotPermitted)]);
        }

        // clone3 hides its flags behind a pointer; C libraries fall back to clone.
        program.AddRange([(JumpEqual, 0, 1, SystemCallTable.Clone3), (Return, 0, 0, Fail | NotImplementedByKernel)]);
        program.AddRange(
        [
            (JumpEqual, 0, 4, calls.CloneProcess), (LoadWord, 0, 0, FirstArgumentOffset),
            (JumpAnyBit, 0, 1, NewNamespaces), (Return, 0, 0, Fail | NotPermitted), (Return, 0, 0, Allow),
        ]);
        program.AddRange(
        [
            (JumpEqual, 0, 5, calls.Socket), (LoadWord, 0, 0, FirstArgumentOffset),
            (JumpEqual, 2, 0, UnixSockets), (JumpEqual, 1, 0, allowsInternet ? InternetSockets : UnixSockets), (Return, 0, 0, Fail | NotPermitted), (Return, 0, 0, Allow),
            (JumpEqual, 0, 4, calls.SocketPair), (LoadWord, 0, 0, FirstArgumentOffset),
            (JumpEqual, 1, 0, UnixSockets), (Return, 0, 0, Fail | NotPermitted), (Return, 0, 0, Allow),
        ]);
        program.AddRange(
        [
            (JumpEqual, 0, 4, calls.DeviceControl), (LoadWord, 0, 0, SecondArgumentOffset),
            (JumpEqual, 1, 0, InsertIntoTerminal), (JumpEqual, 0, 1, TerminalLinux), (Return, 0, 0, Fail | NotPermitted),
            (Return, 0, 0, Allow),
        ]);
        return Encode(program);
    }

    private static byte[] Encode(List<(ushort Code, byte IfTrue, byte IfFalse, uint Value)> program)
    {
        var bytes = new byte[program.Count * 8];
        for (var i = 0; i < program.Count; i++)
        {
            var target = bytes.AsSpan(i * 8, 8);
            BinaryPrimitives.WriteUInt16LittleEndian(target, program[i].Code);
            target[2] = program[i].IfTrue;
            target[3] = program[i].IfFalse;
            BinaryPrimitives.WriteUInt32LittleEndian(target[4..], program[i].Value);
        }

        return bytes;
    }
}
