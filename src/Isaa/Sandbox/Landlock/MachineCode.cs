using System.Runtime.InteropServices;

namespace Isaa.Sandbox.Landlock;

/// <summary>Writes the few machine instructions that a program of system calls in a row needs.</summary>
internal abstract class MachineCode
{
    /// <summary>What has been written.</summary>
    public List<byte> Bytes { get; } = [];

    /// <summary>The number of the instruction set in an executable file.</summary>
    public abstract ushort ElfMachine { get; }

    /// <summary>The number of <c>openat</c>.</summary>
    public abstract ulong OpenAt { get; }

    /// <summary>The number of <c>prctl</c>.</summary>
    public abstract ulong Control { get; }

    /// <summary>The number of <c>execve</c>.</summary>
    public abstract ulong Execute { get; }

    /// <summary>The number of <c>exit</c>.</summary>
    public abstract ulong Exit { get; }

    /// <summary>Code for this machine's instruction set.</summary>
    public static MachineCode ForThisMachine() => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? new Arm64Code() : new X64Code();

    /// <summary>Makes a system call with constant arguments.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="arguments">At most five.</param>
    public void Call(ulong number, params ReadOnlySpan<ulong> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            LoadArgument(i, arguments[i]);
        }

        Call(number);
    }

    /// <summary>Makes a system call whose first argument is the kept result.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="further">The arguments after the first.</param>
    public void CallWithKept(ulong number, params ReadOnlySpan<ulong> further)
    {
        LoadKept();
        for (var i = 0; i < further.Length; i++)
        {
            LoadArgument(i + 1, further[i]);
        }

        Call(number);
    }

    /// <summary>Ends the program when the last call failed.</summary>
    /// <param name="exitCode">With which exit code.</param>
    public void ExitIfFailed(ulong exitCode)
    {
        var start = Bytes.Count;
        Call(Exit, exitCode);
        var ending = Bytes[start..];
        Bytes.RemoveRange(start, ending.Count);
        SkipIfNotNegative(ending.Count);
        Bytes.AddRange(ending);
    }

    /// <summary>Keeps the last call's result.</summary>
    public abstract void Keep();

    /// <summary>Writes the lower half of the last call's result to an address.</summary>
    public abstract void Store(ulong address);

    /// <summary>Becomes the program that the arguments name.</summary>
    public abstract void BecomeArguments();

    protected abstract void LoadArgument(int index, ulong value);

    protected abstract void LoadKept();

    protected abstract void Call(ulong number);

    protected abstract void SkipIfNotNegative(int bytes);
}
