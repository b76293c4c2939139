using System.Buffers.Binary;
using System.Text;

namespace Isaa.Sandbox.Landlock;

/// <summary>
/// The program that puts itself behind Landlock inside the sandbox and then becomes the program its arguments name: an executable file of a
/// few kilobytes, nothing but system calls in a row. It needs no library, no interpreter and no package, and when a call fails nothing is started.
/// </summary>
internal sealed class LandlockProgram
{
    /// <summary>What it exits with when a call failed.</summary>
    public const int FailureCode = 125;

    private const ulong CreateRuleset = 444, AddRule = 445, RestrictSelf = 446;
    private const ulong RuleOfPath = 1, RuleOfPort = 2;
    private const ulong BindAndConnect = 3, AbstractSocketsAndSignals = 3;
    private const ulong NoNewPrivileges = 38;
    private const ulong WorkingFolder = unchecked((ulong)-100L), PathOnlyAndClosedOnExecution = 0x280000;
    private const ulong CodeAddress = 0x400000, DataAddress = 0x10000000;
    private const int HeaderBytes = 64 + 2 * 56;

    private readonly MachineCode _code;
    private readonly List<byte> _data = [];
    private readonly int _version;

    private LandlockProgram(MachineCode code, int version) => (_code, _version) = (code, version);

    /// <summary>The executable file.</summary>
    /// <param name="code">Writes the instructions.</param>
    /// <param name="version">The version of the kernel's interface, at least 1.</param>
    /// <param name="rules">What may be done; everything else that this version knows is forbidden.</param>
    /// <param name="port">The only TCP port that may be listened on and connected to; null for none.</param>
    public static byte[] Build(MachineCode code, int version, IReadOnlyList<LandlockRule> rules, ushort? port)
    {
        var program = new LandlockProgram(code, version);
        program.Write(rules, port);
        return program.ToFile();
    }

    private void Write(IReadOnlyList<LandlockRule> rules, ushort? port)
    {
        var known = LandlockKernel.Known(_version);
        ulong[] attributes = _version >= 6 ? [(ulong)known, BindAndConnect, AbstractSocketsAndSignals] : _version >= 4 ? [(ulong)known, BindAndConnect] : [(ulong)known];
        CallOrExit(CreateRuleset, Add(attributes), (ulong)attributes.Length * 8, 0);
        _code.Keep();
        foreach (var rule in rules)
        {
            // The kernel's record of a rule: what is allowed, then the descriptor of the place.
            var record = Add((ulong)(rule.Access & known), 0);
            CallOrExit(_code.OpenAt, WorkingFolder, Add(rule.Path), PathOnlyAndClosedOnExecution, 0);
            _code.Store(record + 8);
            _code.CallWithKept(AddRule, RuleOfPath, record, 0);
            _code.ExitIfFailed(FailureCode);
        }

        if (port is { } only && _version >= 4)
        {
            _code.CallWithKept(AddRule, RuleOfPort, Add(BindAndConnect, only), 0);
            _code.ExitIfFailed(FailureCode);
        }

        CallOrExit(_code.Control, NoNewPrivileges, 1, 0, 0, 0);
        _code.CallWithKept(RestrictSelf, 0);
        _code.ExitIfFailed(FailureCode);
        _code.BecomeArguments();
        _code.Call(_code.Exit, FailureCode);
    }

    private void CallOrExit(ulong number, params ReadOnlySpan<ulong> arguments)
    {
        _code.Call(number, arguments);
        _code.ExitIfFailed(FailureCode);
    }

    /// <summary>Puts numbers into the data; returns where they will be.</summary>
    private ulong Add(params ReadOnlySpan<ulong> numbers)
    {
        while (_data.Count % 8 != 0)
        {
            _data.Add(0);
        }

        var place = DataAddress + (ulong)_data.Count;
        Span<byte> bytes = stackalloc byte[8];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
            _data.AddRange(bytes);
        }

        return place;
    }

    private ulong Add(string text)
    {
        var place = DataAddress + (ulong)_data.Count;
        _data.AddRange(Encoding.UTF8.GetBytes(text));
        _data.Add(0);
        return place;
    }

    /// <summary>An ELF file with two segments: code that cannot be written and data that cannot be executed, each beginning at a page of its own.</summary>
    private byte[] ToFile()
    {
        const int page = 0x10000; // the largest page there is
        var file = new byte[page + _data.Count];
        _code.Bytes.CopyTo(file, HeaderBytes);
        _data.CopyTo(file, page);
        ReadOnlySpan<byte> identity = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identity.CopyTo(file);
        Put(16, 2, 2); // an executable
        Put(18, _code.ElfMachine, 2);
        Put(20, 1, 4);
        Put(24, CodeAddress + HeaderBytes, 8); // where it starts
        Put(32, 64, 8); // where the segments are listed
        Put(52, 64, 2);
        Put(54, 56, 2);
        Put(56, 2, 2);
        const ulong readAndExecute = 5, readAndWrite = 6;
        Segment(64, readAndExecute, 0, CodeAddress, (ulong)(HeaderBytes + _code.Bytes.Count));
        Segment(64 + 56, readAndWrite, page, DataAddress, (ulong)_data.Count);
        return file;

        void Segment(int at, ulong access, ulong offset, ulong address, ulong size)
        {
            Put(at, 1, 4);
            Put(at + 4, access, 4);
            Put(at + 8, offset, 8);
            Put(at + 16, address, 8);
            Put(at + 24, address, 8);
            Put(at + 32, size, 8);
            Put(at + 40, size, 8);
            Put(at + 48, page, 8);
        }

        void Put(int at, ulong value, int bytes)
        {
            for (var i = 0; i < bytes; i++)
            {
                file[at + i] = (byte)(value >> (8 * i));
            }
        }
    }
}
